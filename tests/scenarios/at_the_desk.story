# What people do with the alarm from the desk: release nothing while it is set, unset, set, acknowledge (L2, L3, L8, L9).

area building
room outside
room hall building
door entrance entrance outside hall
reader entrance-in entrance hall
reader entrance-out entrance outside
person anna unset set
person ben
key anna hall

20:00:00 start
    20:00:00.000 recorded controller.started
    20:00:00.000 strike entrance off
    20:00:00.000 set output building off
    20:00:00.000 recorded alarm.exit_delay building
    20:00:00.000 sounder building exit-delay
    20:00:00.000 show entrance-in exit-delay
    20:00:00.000 show entrance-out exit-delay
20:05:00 release entrance ben a parcel at night
    20:01:00.000 recorded alarm.set building
    20:01:00.000 set output building on
    20:01:00.000 sounder building off
    20:01:00.000 show entrance-in set
    20:01:00.000 show entrance-out set
    20:05:00.000 answer alarm_set
# Unset by hand it stays so for a quarter of an hour; asked to, it sets.
20:10:00 unset anna cleaners come
    20:10:00.000 recorded alarm.unset building by anna "cleaners come"
    20:10:00.000 set output building off
    20:10:00.000 show entrance-in unset
    20:10:00.000 show entrance-out unset
    20:10:00.000 answer done
20:10:01 unset anna again
    20:10:01.000 answer not_set
20:24:59.999 time
20:25:00 time
    20:25:00.000 recorded alarm.exit_delay building
    20:25:00.000 sounder building exit-delay
    20:25:00.000 show entrance-in exit-delay
    20:25:00.000 show entrance-out exit-delay
20:30:00 unset anna cleaners come again
    20:26:00.000 recorded alarm.set building
    20:26:00.000 set output building on
    20:26:00.000 sounder building off
    20:26:00.000 show entrance-in set
    20:26:00.000 show entrance-out set
    20:30:00.000 recorded alarm.unset building by anna "cleaners come again"
    20:30:00.000 set output building off
    20:30:00.000 show entrance-in unset
    20:30:00.000 show entrance-out unset
    20:30:00.000 answer done
20:31:00 set anna they were here yesterday
    20:31:00.000 recorded alarm.exit_delay building by anna "they were here yesterday"
    20:31:00.000 sounder building exit-delay
    20:31:00.000 show entrance-in exit-delay
    20:31:00.000 show entrance-out exit-delay
    20:31:00.000 answer done
20:31:10 release entrance ben a parcel
    20:31:10.000 recorded door.released entrance release by ben "a parcel"
    20:31:10.000 strike entrance on
    20:31:10.000 answer done
    20:31:10.000 recorded alarm.cancelled building released
    20:31:10.000 sounder building off
    20:31:10.000 show entrance-in quiet
    20:31:10.000 show entrance-out quiet
20:40:00 contact entrance open
    20:31:15.000 recorded door.locked entrance
    20:31:15.000 strike entrance off
    20:31:15.100 recorded alarm.exit_delay building
    20:31:15.100 sounder building exit-delay
    20:31:15.100 show entrance-in exit-delay
    20:31:15.100 show entrance-out exit-delay
    20:32:15.100 recorded alarm.set building
    20:32:15.100 set output building on
    20:32:15.100 sounder building off
    20:32:15.100 show entrance-in set
    20:32:15.100 show entrance-out set
    20:40:00.000 recorded door.forced entrance INCIDENT
    20:40:00.000 recorded occupancy.uncertain entrance building forced
    20:40:00.000 recorded alarm.raised entrance building forced INCIDENT
    20:40:00.000 sounder building alarm
20:40:10 ack ben the wind, looked at it
    20:40:10.000 recorded alarm.acknowledged building by ben "the wind, looked at it"
    20:40:10.000 sounder building off
    20:40:10.000 answer done
20:40:11 ack ben again
    20:40:11.000 answer no_alarm
20:40:20 contact entrance closed
    20:40:20.000 show entrance-in warning
    20:40:20.000 show entrance-out warning
    20:40:20.000 recorded door.closed entrance
20:41:00 unset anna door repaired
    20:41:00.000 recorded alarm.unset building by anna "door repaired"
    20:41:00.000 set output building off
    20:41:00.000 show entrance-in unset
    20:41:00.000 show entrance-out unset
    20:41:00.000 answer done
# Of several reasons for doubt the first is kept; a correction of one person ends none of it.
20:42:00 rex entrance pressed
    20:42:00.000 recorded door.rex entrance
20:42:01 contact entrance open
    20:42:01.000 recorded door.opened entrance rex
    20:42:01.000 recorded occupancy.doubted entrance building exit_request
20:42:02 contact entrance closed
    20:42:02.000 recorded door.closed entrance
20:42:05 correct inside ben anna seen in the hall
    20:42:05.000 recorded occupancy.corrected building forced by anna "seen in the hall"
    20:42:05.000 recorded occupancy.entered building ben inside 1
    20:42:05.000 answer done
20:42:06 correct outside ben anna seen in the yard
    20:42:06.000 recorded occupancy.corrected building forced by anna "seen in the yard"
    20:42:06.000 recorded occupancy.left building ben inside 0
    20:42:06.000 answer done
# A held exit request and a fire that releases no door prevent setting, each alone.
20:43:00 correct certain - anna the house was searched
    20:43:00.000 recorded door.rex_stuck entrance INCIDENT
    20:43:00.000 recorded occupancy.corrected building by anna "the house was searched"
    20:43:00.000 answer done
20:56:00 time
20:57:00 rex entrance released
20:57:10 fire on
    20:57:05.000 recorded alarm.exit_delay building
    20:57:05.000 sounder building exit-delay
    20:57:05.000 show entrance-in exit-delay
    20:57:05.000 show entrance-out exit-delay
    20:57:10.000 recorded fire.active INCIDENT
    20:57:10.000 recorded occupancy.uncertain building fire
    20:57:10.000 recorded alarm.cancelled building fire
    20:57:10.000 sounder building off
    20:57:10.000 show entrance-in quiet
    20:57:10.000 show entrance-out quiet
20:57:20 fire off
    20:57:20.000 recorded fire.clear
20:57:30 correct certain - anna nobody is inside
    20:57:30.000 recorded occupancy.corrected building by anna "nobody is inside"
    20:57:30.000 answer done
20:58:00 set anna nothing burns
    20:58:00.000 recorded alarm.refused building fire by anna "fire"
    20:58:00.000 answer prevented
20:58:10 reset anna nothing burns
    20:58:10.000 recorded fire.reset by anna "nothing burns"
    20:58:10.000 answer done
    20:58:10.000 recorded alarm.exit_delay building
    20:58:10.000 sounder building exit-delay
    20:58:10.000 show entrance-in exit-delay
    20:58:10.000 show entrance-out exit-delay
21:00:00 time
    20:59:10.000 recorded alarm.set building
    20:59:10.000 set output building on
    20:59:10.000 sounder building off
    20:59:10.000 show entrance-in set
    20:59:10.000 show entrance-out set
