"""What is named once for the whole package: the KPIs, the causes of the ledger, the families of distributions."""
