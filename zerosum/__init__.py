"""The zero-sum test (0-sumstest) of municipal claims against PSRM."""

__version__ = "0.1.0"
