//! Cards, hosts, links and memories under one seeded scheduler
