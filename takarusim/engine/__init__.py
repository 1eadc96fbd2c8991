"""What a replication is made of, the decisions that both engines take, SimPy resources, the compiled engine."""
