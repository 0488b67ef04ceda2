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
# Nothing is locked: the badge was shown too early, and is worth nothing afterwards.
08:01:00 badge anna desk
08:02:00 locked reception anna
# Neither a stranger nor somebody else.
08:02:10 stranger 4711 desk
08:02:12 badge otto desk
# Her own, at the reader of another station.
08:02:14 badge anna desk-2
# Her own; held there it is one presentation, and later there is nothing locked any more.
08:02:20 badge anna desk
08:02:20.800 badge anna desk
08:02:23 badge anna desk
# The password was typed: the badge comes too late.
08:10:00 locked reception anna
08:10:05 freed reception
08:10:10 badge anna desk
# The session is over, by the office or by its time.
08:20:00 locked reception anna
08:20:05 ended reception
08:20:10 badge anna desk
08:30:00 locked reception anna for 600
08:39:59.999 badge otto desk
08:40:00 badge anna desk
# What ended is another session than the one that is locked now.
08:50:00 locked reception otto
08:50:01 locked back anna
08:50:02 ended reception
08:50:05 badge otto desk
# A password that must be changed: no badge.
09:00:00 locked reception anna new-password
09:00:05 badge anna desk
# A station without a reader locks as well.
09:05:00 locked gate anna
# A day badge is given out by the reception alone: it unlocks nothing.
09:10:00 locked reception day-card
09:10:05 badge day-card desk
# A lost badge, and that of somebody who has left, are incidents: also where nothing is locked.
09:20:00 locked reception anna
09:20:01 lost anna
09:20:05 badge anna desk
09:21:00 locked back otto
09:21:01 exit otto
09:21:05 badge otto desk-2
09:22:00 badge otto desk
# A reader at a desk that cannot be read is told, and no reason against setting.
09:30:00 lost-edges desk
09:30:01 fault reader desk
09:30:02 set anna closing
# The day after: its time is over; the third use is an incident.
33:00:00 locked reception day-card
33:00:05 badge day-card desk
33:00:10 badge day-card desk
33:00:15 badge day-card desk
