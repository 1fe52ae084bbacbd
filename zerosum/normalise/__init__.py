"""Raw -> Movements + Rejects -> Claims. The sign is given here, once: PSRM plus, debtor system minus."""
