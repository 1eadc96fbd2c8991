"""What is handed on: the answer in a sentence, verdicts, and the briefing as PDF and docx."""
