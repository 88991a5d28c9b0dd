//! The gates of a card, one folder per block
