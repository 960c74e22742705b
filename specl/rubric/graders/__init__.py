"""
Graders of OpenAI's evals and reinforcement fine-tuning: their texts, code, formulas, and a check.
"""
