"""What is named once for the whole package: the KPIs, and the causes of the ledger."""
