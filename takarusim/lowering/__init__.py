"""From a scenario and its draws to an Instance: random streams (`draws` names them), orders, failures, lead times."""
