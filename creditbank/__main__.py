from creditbank.cli.main import main

main()
