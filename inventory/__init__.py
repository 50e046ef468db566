"""The pollution inventory: one register out of the ledgers that counties keep."""

__version__ = "0.1.0"
