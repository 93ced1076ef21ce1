"""A person's last word on a figure: corrections, how they outlive a change of the rules, figures marked by hand."""
