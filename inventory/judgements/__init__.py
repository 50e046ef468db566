"""What people judge of identity, recorded and put into effect: the sole writer of judgements.

A judgement is made on rows, keeps to them and outranks every rule (`inventory.judging` says how). It takes effect in
the transaction that records it, through the rebuild every import makes; taking it back brings back what was.
"""

from __future__ import annotations

from inventory.judgements.effects import Effect
from inventory.judgements.recording import Decision, Judged, different, merge, rename, same, withdraw
from inventory.judgements.splitting import Selection, split

__all__ = ["Decision", "Effect", "Judged", "Selection", "different", "merge", "rename", "same", "split", "withdraw"]
