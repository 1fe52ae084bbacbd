"""The work list (arbejdsliste): what is open, line by line, for the people who mend it; and what they wrote in the last one."""
