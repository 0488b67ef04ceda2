# A badge that is held at the reader is one presentation; after a second it is another (A4).

area building
room outside
room hall building
room warehouse building
room server-room building
door entrance entrance outside hall escape
door server secure hall server-room
door goods-gate goods outside warehouse
reader entrance-in entrance hall
reader entrance-out entrance outside
reader server-in server server-room
reader gate-in goods-gate warehouse
reader gate-out goods-gate outside
person anna unset
person ben
person cem
key anna hall
key anna server-room
key ben hall
key cem hall
key cem warehouse goods-gate

09:00:00 start
    09:00:00.000 recorded controller.started
    09:00:00.000 strike entrance off
    09:00:00.000 strike server off
    09:00:00.000 strike goods-gate off
    09:00:00.000 set output building off
    09:00:00.000 recorded alarm.exit_delay building
    09:00:00.000 sounder building exit-delay
    09:00:00.000 show entrance-in exit-delay
    09:00:00.000 show entrance-out exit-delay
09:10:00 badge ben server-in
    09:01:00.000 recorded alarm.set building
    09:01:00.000 set output building on
    09:01:00.000 sounder building off
    09:01:00.000 show entrance-in set
    09:01:00.000 show entrance-out set
    09:10:00.000 recorded access.denied server-in ben no_key
    09:10:00.000 show server-in denied
09:10:00.999 badge ben server-in
09:10:01.999 badge ben server-in
09:10:03 badge ben server-in
    09:10:03.000 recorded access.denied server-in ben no_key
    09:10:03.000 show server-in denied
09:10:03.500 badge cem server-in
    09:10:03.500 recorded access.denied server-in cem no_key
    09:10:03.500 show server-in denied
09:10:03.900 badge ben server-in
    09:10:03.900 recorded access.denied server-in ben no_key
    09:10:03.900 show server-in denied
