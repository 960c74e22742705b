"""
A rubric cut into requests to a judge: which criteria go together, and what is told beside them.
"""
