# Prints the documented targets of a Makefile: "target: prerequisites ## text [VARIABLE=value]".
# A line "##@ Title" starts a group.

BEGIN {
    print "Stenogram: every passage that mentions a person in published trial records\n"
    print "make TARGET [VARIABLE=value]\n"
}

/^##@ / { print "\n" substr($0, 5) }

/^[a-z][a-z-]*:.*## / {
    target = substr($0, 1, index($0, ":") - 1)
    printf "  %-12s %s\n", target, substr($0, index($0, "## ") + 3)
}
