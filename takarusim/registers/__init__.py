"""What is named once for the whole package: the KPIs, with their units and words."""
