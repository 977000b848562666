public import ArgumentParser
public import PanelDesk

// Roles and rights on the command line, by their names.
extension Role: ExpressibleByArgument {}
extension Right: ExpressibleByArgument {}
