import PanelCommand

await PanelProgram.main()
