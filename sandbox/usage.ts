/** What `npm start` takes: settings from its environment, and `--help`. */

export const help = `npm start

Starts the sandbox: the service and its far ends on this machine, with a page that shows each text. No text reaches a
phone, nothing leaves this machine, and its state is in memory. Ctrl-C ends it.

  npm start              the page on 4000, the AWS endpoint on 4001, HotTask's stand-in on 4002
  npm start -- --help    this

Its settings come from the environment:

  PORT                   the first of three ports in a row (4000); 0 takes three free ones
  HOTTASK_SERIAL_NUMBER  the chatbot of messages that name none
  SEND_RULES             other rules, such as {"mode":"dry-run","prefixes":{"+1":"allow"}}
  STAGE                  a stage of cdk.json, in the folder where this runs: its reminders go out here too, on this
                         clock. Nothing else of the stage is taken but its serialNumber, for messages that name none
                         where HOTTASK_SERIAL_NUMBER is not set: no rules, onEvent or topics
  ON_EVENT               rules that make texts of other events
`;

export const helpAlone = 'npm start takes --help alone; its settings come from the environment: PORT=4100 npm start';
