//! Executable specification of the pair's write protocol, model-checked
