"""How a provider's carers, clients and days come in, and get their first rounds."""
