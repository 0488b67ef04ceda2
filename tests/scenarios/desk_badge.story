# A badge at the desk's reader unlocks its own operator's page, once, and nothing else (P7, A3, A4, A11, E5, L3).

area building assisted
room outside
room hall building
door entrance entrance outside hall
reader entrance-in entrance hall
reader entrance-out entrance outside
desk desk reception
desk desk-2 back
person anna set
person otto
person day-card
key otto hall
days day-card - 2026-03-02

08:00:00 start
    08:00:00.000 recorded controller.started
    08:00:00.000 strike entrance off
    08:00:00.000 set output building off
# Nothing is locked: the badge was shown too early, and is worth nothing afterwards.
08:01:00 badge anna desk
    08:01:00.000 recorded session.refused desk anna not_locked
    08:01:00.000 show desk denied
08:02:00 locked reception anna
    08:02:00.000 recorded session.locked desk anna idle "reception"
# Neither a stranger nor somebody else.
08:02:10 stranger 4711 desk
    08:02:10.000 recorded session.refused desk badge_unknown "number ends in 11"
    08:02:10.000 show desk denied
08:02:12 badge otto desk
    08:02:12.000 recorded session.refused desk otto not_the_operator
    08:02:12.000 show desk denied
# Her own, at the reader of another station.
08:02:14 badge anna desk-2
    08:02:14.000 recorded session.refused desk-2 anna not_locked
    08:02:14.000 show desk-2 denied
# Her own; held there it is one presentation, and later there is nothing locked any more.
08:02:20 badge anna desk
    08:02:20.000 recorded session.unlocked desk anna by anna "reception"
    08:02:20.000 show desk granted
08:02:20.800 badge anna desk
08:02:23 badge anna desk
    08:02:23.000 recorded session.refused desk anna not_locked
    08:02:23.000 show desk denied
# The password was typed: the badge comes too late.
08:10:00 locked reception anna
    08:10:00.000 recorded session.locked desk anna idle "reception"
08:10:05 freed reception
08:10:10 badge anna desk
    08:10:10.000 recorded session.refused desk anna not_locked
    08:10:10.000 show desk denied
# The session is over, by the office or by its time.
08:20:00 locked reception anna
    08:20:00.000 recorded session.locked desk anna idle "reception"
08:20:05 ended reception
    08:20:05.000 recorded session.ended desk elsewhere "reception"
08:20:10 badge anna desk
    08:20:10.000 recorded session.refused desk anna not_locked
    08:20:10.000 show desk denied
08:30:00 locked reception anna for 600
    08:30:00.000 recorded session.locked desk anna idle "reception"
08:39:59.999 badge otto desk
    08:39:59.999 recorded session.refused desk otto not_the_operator
    08:39:59.999 show desk denied
08:40:00 badge anna desk
    08:40:00.000 recorded session.refused desk anna not_locked
    08:40:00.000 show desk denied
# What ended is another session than the one that is locked now.
08:50:00 locked reception otto
    08:50:00.000 recorded session.locked desk otto idle "reception"
08:50:01 locked back anna
    08:50:01.000 recorded session.locked desk-2 anna idle "back"
08:50:02 ended reception
    08:50:02.000 recorded session.ended desk elsewhere "reception"
08:50:05 badge otto desk
    08:50:05.000 recorded session.unlocked desk otto by otto "reception"
    08:50:05.000 show desk granted
# A password that must be changed: no badge.
09:00:00 locked reception anna new-password
    09:00:00.000 recorded session.locked desk anna idle "reception"
09:00:05 badge anna desk
    09:00:05.000 recorded session.refused desk anna password_first
    09:00:05.000 show desk denied
# A station without a reader locks as well.
09:05:00 locked gate anna
    09:05:00.000 recorded session.locked anna idle "gate"
# A day badge is given out by the reception alone: it unlocks nothing.
09:10:00 locked reception day-card
    09:10:00.000 recorded session.locked desk day-card idle "reception"
09:10:05 badge day-card desk
    09:10:05.000 recorded session.refused desk day-card day_badge
    09:10:05.000 show desk denied
# A lost badge, and that of somebody who has left, are incidents: also where nothing is locked.
09:20:00 locked reception anna
    09:20:00.000 recorded session.locked desk anna idle "reception"
09:20:01 lost anna
09:20:05 badge anna desk
    09:20:05.000 recorded session.refused desk anna badge_lost INCIDENT
    09:20:05.000 show desk denied
09:21:00 locked back otto
    09:21:00.000 recorded session.locked desk-2 otto idle "back"
09:21:01 exit otto
09:21:05 badge otto desk-2
    09:21:05.000 recorded session.refused desk-2 otto person_exited INCIDENT
    09:21:05.000 show desk-2 denied
09:22:00 badge otto desk
    09:22:00.000 recorded session.refused desk otto person_exited INCIDENT
    09:22:00.000 show desk denied
# A reader at a desk that cannot be read is told, and no reason against setting.
09:30:00 lost-edges desk
    09:30:00.000 recorded reader.fault desk frame_gap
09:30:01 fault reader desk
    09:30:01.000 recorded line.fault desk reader_fault INCIDENT
09:30:02 set anna closing
    09:30:02.000 recorded alarm.exit_delay building by anna "closing"
    09:30:02.000 sounder building exit-delay
    09:30:02.000 show entrance-in exit-delay
    09:30:02.000 show entrance-out exit-delay
    09:30:02.000 answer done
# The day after: its time is over; the third use is an incident.
33:00:00 locked reception day-card
    09:31:02.000 recorded alarm.set building
    09:31:02.000 set output building on
    09:31:02.000 sounder building off
    09:31:02.000 show entrance-in set
    09:31:02.000 show entrance-out set
    33:00:00.000 recorded session.locked desk day-card idle "reception"
33:00:05 badge day-card desk
    33:00:05.000 recorded session.refused desk day-card badge_ended
    33:00:05.000 show desk denied
33:00:10 badge day-card desk
    33:00:10.000 recorded session.refused desk day-card badge_ended
    33:00:10.000 show desk denied
33:00:15 badge day-card desk
    33:00:15.000 recorded session.refused desk day-card badge_ended INCIDENT
    33:00:15.000 show desk denied
