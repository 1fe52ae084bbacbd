"""The master data (stamdata) of the debtor side's claims against the entry filter's rules, before and after they are sent."""
