"""Is it the OKRs, or is it the system? Questions about how OKRs are used, what the answers point at, and two remedies.

questions.yaml ─► answers of one or several people ─► Result: what holds, what does not, cited ─► what has moved since the last cycle
house rules, dates and names given ─► the one-page standard; dates given ─► the cycle's calendar
"""
