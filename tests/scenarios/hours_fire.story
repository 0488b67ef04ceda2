# Fire and the alarm go before the schedule (D10, D13, L8).

area building
room outside
room hall building
door entrance entrance outside hall escape
reader entrance-in entrance hall
reader entrance-out entrance outside
person anna unset
key anna hall
schedule shop daily 08:00-17:00
policy entrance 5 shop

06:00:00 start
    06:00:00.000 recorded controller.started
    06:00:00.000 strike entrance off
    06:00:00.000 set output building off
    06:00:00.000 recorded alarm.exit_delay building
    06:00:00.000 sounder building exit-delay
    06:00:00.000 show entrance-in exit-delay
    06:00:00.000 show entrance-out exit-delay
# set: business hours alone free nothing
08:00:05 time
    06:01:00.000 recorded alarm.set building
    06:01:00.000 set output building on
    06:01:00.000 sounder building off
    06:01:00.000 show entrance-in set
    06:01:00.000 show entrance-out set
08:10:00 badge anna entrance-in
    08:10:00.000 recorded alarm.unset entrance building anna
    08:10:00.000 set output building off
    08:10:00.000 show entrance-in unset
    08:10:00.000 show entrance-out unset
    08:10:00.000 recorded access.granted entrance-in anna grant
    08:10:00.000 recorded door.released entrance anna grant
    08:10:00.000 strike entrance on
    08:10:00.000 show entrance-in granted
08:10:01 contact entrance open
    08:10:01.000 recorded door.opened entrance schedule
    08:10:01.000 recorded occupancy.entered entrance-in anna inside 1
08:10:02 contact entrance closed
    08:10:02.000 recorded door.closed entrance
# fire while it is free, over its end: released until a person resets
16:59:00 fire on
    16:59:00.000 recorded fire.active INCIDENT
    16:59:00.000 recorded occupancy.uncertain building fire
17:00:02 time
17:01:00 fire off
    17:01:00.000 recorded fire.clear
17:02:00 reset anna false alarm
    17:02:00.000 recorded fire.reset by anna "false alarm"
    17:02:00.000 recorded door.locked entrance
    17:02:00.000 strike entrance off
    17:02:00.000 answer done
# and the reset in business hours leaves it free
40:00:00 fire on
    22:10:01.000 recorded occupancy.long entrance building anna
    32:00:00.000 recorded door.released entrance schedule
    32:00:00.000 strike entrance on
    40:00:00.000 recorded fire.active INCIDENT
40:01:00 fire off
    40:01:00.000 recorded fire.clear
40:02:00 reset anna false alarm
    40:02:00.000 recorded fire.reset by anna "false alarm"
    40:02:00.000 answer done
40:02:02 time
41:00:02 time
    41:00:00.000 recorded door.locked entrance
    41:00:00.000 strike entrance off
