"""The KPIs: what they are counted from, how, and their register."""
