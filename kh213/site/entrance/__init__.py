"""What every request and answer passes: the guard, the open doors, the policy, the bounds of a request."""
