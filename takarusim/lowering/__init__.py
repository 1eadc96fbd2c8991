"""From a scenario and its draws to an Instance: random streams, orders, failures, lead times."""
