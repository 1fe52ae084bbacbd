"""How a municipality begins: a folder with settings to fill in, places for the files, and what to do with them."""

from zerosum.begin.folder import Begun, begin
from zerosum.begin.proposal import Proposal, propose

__all__ = ["Begun", "Proposal", "begin", "propose"]
