//! What a card is wired to: links and memories
