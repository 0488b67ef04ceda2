# A day badge opens on its day, the own one from the next day on; the third use afterwards is an incident (V6, A11).

area building
room outside
room hall building
door entrance entrance outside hall
reader entrance-in entrance hall
reader entrance-out entrance outside
person visitor-card unset
person own-card unset
person colleague unset
key visitor-card hall
key own-card hall
days visitor-card - 2026-03-02
days own-card 2026-03-03 -

08:00:00 start
    08:00:00.000 recorded controller.started
    08:00:00.000 strike entrance off
    08:00:00.000 set output building off
    08:00:00.000 recorded alarm.exit_delay building
    08:00:00.000 sounder building exit-delay
    08:00:00.000 show entrance-in exit-delay
    08:00:00.000 show entrance-out exit-delay
08:01:00 badge own-card entrance-in
    08:01:00.000 recorded alarm.set building
    08:01:00.000 set output building on
    08:01:00.000 sounder building off
    08:01:00.000 show entrance-in set
    08:01:00.000 show entrance-out set
    08:01:00.000 recorded access.denied entrance-in own-card badge_not_yet
    08:01:00.000 show entrance-in denied
08:02:00 badge visitor-card entrance-in
    08:02:00.000 recorded access.denied entrance-in visitor-card alarm_set
    08:02:00.000 show entrance-in set-refused
# Keys, no rights: somebody with a badge of their own unsets the alarm.
08:02:10 unset colleague came by the other door
    08:02:10.000 recorded alarm.unset building by colleague "came by the other door"
    08:02:10.000 set output building off
    08:02:10.000 show entrance-in unset
    08:02:10.000 show entrance-out unset
    08:02:10.000 answer done
08:02:20 badge visitor-card entrance-in
    08:02:20.000 recorded access.granted entrance-in visitor-card grant
    08:02:20.000 recorded door.released entrance visitor-card grant
    08:02:20.000 strike entrance on
    08:02:20.000 show entrance-in granted
08:03:00 badge own-card entrance-out
    08:02:25.000 recorded door.locked entrance
    08:02:25.000 strike entrance off
    08:03:00.000 recorded access.granted entrance-out own-card grant
    08:03:00.000 recorded door.released entrance own-card grant
    08:03:00.000 strike entrance on
    08:03:00.000 show entrance-out granted
23:59:58 badge own-card entrance-in
    08:03:05.000 recorded door.locked entrance
    08:03:05.000 strike entrance off
    08:17:10.000 recorded alarm.exit_delay building
    08:17:10.000 sounder building exit-delay
    08:17:10.000 show entrance-in exit-delay
    08:17:10.000 show entrance-out exit-delay
    08:18:10.000 recorded alarm.set building
    08:18:10.000 set output building on
    08:18:10.000 sounder building off
    08:18:10.000 show entrance-in set
    08:18:10.000 show entrance-out set
    23:59:58.000 recorded access.denied entrance-in own-card badge_not_yet
    23:59:58.000 show entrance-in denied
24:00:01 badge own-card entrance-in
    24:00:01.000 recorded alarm.unset entrance building own-card
    24:00:01.000 set output building off
    24:00:01.000 show entrance-in unset
    24:00:01.000 show entrance-out unset
    24:00:01.000 recorded access.granted entrance-in own-card grant
    24:00:01.000 recorded door.released entrance own-card grant
    24:00:01.000 strike entrance on
    24:00:01.000 show entrance-in granted
24:01:00 badge visitor-card entrance-in
    24:00:06.000 recorded door.locked entrance
    24:00:06.000 strike entrance off
    24:00:06.100 recorded alarm.exit_delay building
    24:00:06.100 sounder building exit-delay
    24:00:06.100 show entrance-in exit-delay
    24:00:06.100 show entrance-out exit-delay
    24:01:00.000 recorded access.denied entrance-in visitor-card badge_ended
    24:01:00.000 show entrance-in denied
24:02:00 badge visitor-card entrance-in
    24:01:06.100 recorded alarm.set building
    24:01:06.100 set output building on
    24:01:06.100 sounder building off
    24:01:06.100 show entrance-in set
    24:01:06.100 show entrance-out set
    24:02:00.000 recorded access.denied entrance-in visitor-card badge_ended
    24:02:00.000 show entrance-in denied
24:02:00.500 badge visitor-card entrance-in
24:03:00 badge visitor-card entrance-in
    24:03:00.000 recorded access.denied entrance-in visitor-card badge_ended INCIDENT
    24:03:00.000 show entrance-in denied
24:04:00 badge visitor-card entrance-in
    24:04:00.000 recorded access.denied entrance-in visitor-card badge_ended INCIDENT
    24:04:00.000 show entrance-in denied
24:05:00 badge visitor-card entrance-out
    24:05:00.000 recorded access.granted entrance-out visitor-card grant
    24:05:00.000 recorded door.released entrance visitor-card grant
    24:05:00.000 strike entrance on
    24:05:00.000 show entrance-out granted
