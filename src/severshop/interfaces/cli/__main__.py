from severshop.interfaces.cli.main import main

main()
