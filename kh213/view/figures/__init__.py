"""What pages share where they show figures: the table, the chart, bars, columns, and the verdict in words."""
