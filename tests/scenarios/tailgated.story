# Whoever came in behind somebody is counted as soon as their badge is seen at a door within, and the count is in doubt (O1, O4).

area building
room outside
room hall building
room office-1 building
door entrance entrance outside hall
door office-1-door office hall office-1
reader entrance-in entrance hall
reader entrance-out entrance outside
reader office-1-in office-1-door office-1
reader office-1-out office-1-door hall
person anna
person ben
key anna hall
key ben hall
key ben office-1

08:00:00 start
    08:00:00.000 recorded controller.started
    08:00:00.000 strike entrance off
    08:00:00.000 strike office-1-door off
    08:00:00.000 set output building off
    08:00:00.000 recorded alarm.exit_delay building
    08:00:00.000 sounder building exit-delay
    08:00:00.000 show entrance-in exit-delay
    08:00:00.000 show entrance-out exit-delay
# Anna comes in, and Ben behind her.
08:00:10 badge anna entrance-in
    08:00:10.000 recorded alarm.cancelled entrance building anna
    08:00:10.000 sounder building off
    08:00:10.000 show entrance-in quiet
    08:00:10.000 show entrance-out quiet
    08:00:10.000 recorded access.granted entrance-in anna grant
    08:00:10.000 recorded door.released entrance anna grant
    08:00:10.000 strike entrance on
    08:00:10.000 show entrance-in granted
08:00:11 contact entrance open
    08:00:11.000 recorded door.opened entrance grant
    08:00:11.000 recorded occupancy.entered entrance-in anna inside 1
08:00:15 contact entrance closed
    08:00:15.000 recorded door.locked entrance
    08:00:15.000 strike entrance off
    08:00:15.000 recorded door.closed entrance
08:01:00 badge ben office-1-in
    08:01:00.000 recorded access.granted office-1-in ben grant
    08:01:00.000 recorded door.released office-1-door ben grant
    08:01:00.000 strike office-1-door on
    08:01:00.000 show office-1-in granted
08:01:01 contact office-1-door open
    08:01:01.000 recorded door.opened office-1-door grant
    08:01:01.000 recorded occupancy.entered office-1-in ben inside 2
    08:01:01.000 recorded occupancy.uncertain office-1-door building inside_without_entry
08:01:03 contact office-1-door closed
    08:01:03.000 recorded door.closed office-1-door
    08:01:03.000 recorded door.locked office-1-door
    08:01:03.000 strike office-1-door off
# Out again: he is counted by now, and passes as anybody else.
08:02:00 badge ben office-1-out
    08:02:00.000 recorded access.granted office-1-out ben grant
    08:02:00.000 recorded door.released office-1-door ben grant
    08:02:00.000 strike office-1-door on
    08:02:00.000 show office-1-out granted
08:02:01 contact office-1-door open
    08:02:01.000 recorded door.opened office-1-door grant
    08:02:01.000 recorded occupancy.passed office-1-out ben
08:02:03 contact office-1-door closed
    08:02:03.000 recorded door.closed office-1-door
    08:02:03.000 recorded door.locked office-1-door
    08:02:03.000 strike office-1-door off
# Anna leaves: Ben is still there, and the building is not set.
17:00:00 badge anna entrance-out
    17:00:00.000 recorded access.granted entrance-out anna grant
    17:00:00.000 recorded door.released entrance anna grant
    17:00:00.000 strike entrance on
    17:00:00.000 show entrance-out granted
17:00:01 contact entrance open
    17:00:01.000 recorded door.opened entrance grant
    17:00:01.000 recorded occupancy.left entrance-out anna inside 1
17:00:03 contact entrance closed
    17:00:03.000 recorded door.closed entrance
    17:00:03.000 recorded door.locked entrance
    17:00:03.000 strike entrance off
17:30:00 badge ben entrance-out
    17:30:00.000 recorded access.granted entrance-out ben grant
    17:30:00.000 recorded door.released entrance ben grant
    17:30:00.000 strike entrance on
    17:30:00.000 show entrance-out last-one
17:30:01 contact entrance open
    17:30:01.000 recorded door.opened entrance grant
    17:30:01.000 recorded occupancy.left entrance-out ben inside 0
17:30:03 contact entrance closed
    17:30:03.000 recorded door.closed entrance
    17:30:03.000 recorded door.locked entrance
    17:30:03.000 strike entrance off
17:40:00 time
    17:35:01.000 recorded alarm.prevented building occupancy_uncertain "occupancy_uncertain" INCIDENT
