"""Reads that answer people's questions, as typed rows; nothing here writes.

`submissions`: what was handed in and what became of every row; `doubts`: the problems; `enterprises`: finding one,
all about one, and those waiting in review; `legal_persons`: who is behind them.
"""
