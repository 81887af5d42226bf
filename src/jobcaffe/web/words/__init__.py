"""Words of trades: try one, see what it is linked to, put it in the local dictionary."""
