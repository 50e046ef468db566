"""The catalogues, and the tools that keep them: only in a checkout, the wheel carries the compiled ones."""
