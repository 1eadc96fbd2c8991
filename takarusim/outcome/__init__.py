"""What a log says of one replication: orders, lots, states, time by cause."""
