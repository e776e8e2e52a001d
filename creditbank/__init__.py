"""The credit bank (学分银行): one account for life for everything a person has learned."""
