/**
 * Reports of past incidents that are longer than a summary and a cause. `at` gives the clock time of a minute after the
 * first post, `on` its day.
 */
export type PastReport = (at: (minute: number) => string, on: (minute: number) => string) => string

export const payoutsReport: PastReport = (at, on) => `## Summary

On ${on(-38)}, between ${at(-38)} and ${at(104)}, about 35 % of payouts were affected and left late. No payout was lost or made twice.

## Timeline

* ${at(-38)} The bank rejects the file of the evening; payouts stop leaving.
* ${at(-2)} A customer asks where a payout is.
* ${at(0)} We begin to look and post on this page.
* ${at(31)} The date in the file is found to be that of the day before.
* ${at(63)} Files are made with the right date again and are accepted.
* ${at(104)} Every payout that had waited has left.

## Root cause

A bug in our software took the date of the file from the moment at which it was begun. Begun before midnight and sent after it, the file was refused.

## Detection

Nothing of ours noticed. The alarm watches how many files are made, not how many are accepted.

## Resolution

The date is taken when the file is sent. All waiting payouts were put into new files.

## Corrective actions

* The alarm counts accepted files.
* Files are tried against the rules of the bank before they are sent.`

export const instancesReport: PastReport = (at, on) => `## Summary

Instances in Region East could not be started on ${on(-18)} from ${at(-18)} to ${at(151)}. Instances that were running kept running. About 60 % of the requests to start one failed.

## Impact

* Starting of instances in Region East failed from ${at(-18)} to ${at(151)}.
* The control panel was slow from ${at(12)} to ${at(74)}.

## Timeline

* ${at(-18)} A configuration change reaches the agents of Region East.
* ${at(-9)} The scheduler counts every host as full.
* ${at(0)} First post on this page.
* ${at(12)} Retries of customers slow the control panel down.
* ${at(47)} The change is found and is being undone.
* ${at(74)} The control panel is quick again.
* ${at(151)} The last host reports its memory in the right unit.

## Root cause

The outage was caused by a configuration change that made hosts report their memory in kilobytes where the scheduler expects bytes.

## What went well

Running instances were never touched.

## Corrective actions

* Reports of hosts carry their unit.
* A change of configuration goes to one zone first and waits there for an hour.`

export const webAppReport: PastReport = (at, on) => `## What happened

A deploy on ${on(-4)} put a page online that names files which were not there yet. The web app did not load from ${at(-4)} to ${at(24)} for 100 % of its users; mail was sent and received all the time.

## Why it happened

The pages of a release were published before its files. The order had never mattered, because files used to keep their names.

## How it was fixed

The release was taken back at ${at(24)}.

## What we have learned

* Files first, pages second.
* A deploy is only done when a browser has loaded the app.`

export const zoneReport: PastReport = (at, on) => `## Summary

Clusters in one zone were down on ${on(-52)} from ${at(-52)} to ${at(171)}. Clusters that are spread over zones moved within a minute.

## Timeline

| Time | What |
| --- | --- |
| ${at(-52)} | One of two power supplies of the zone fails; its spare is being serviced. |
| ${at(-46)} | The zone is without power. |
| ${at(0)} | First post on this page. |
| ${at(88)} | Power is back. |
| ${at(171)} | The last cluster answers. |

## Root cause

The zone lost its power because a power supply failed while its spare was being serviced.

## Impact

About 8 % of clusters were affected: those that lie in this zone alone.

## Lessons learned

* No spare is serviced while its twin is older than five years.
* This page is told by hand, and nobody had a hand free: it is now told by the monitor.`

/** Told in the closing update, as many do it, and never called a report. */
export const uploadsClosing: PastReport = (at, on) =>
  `On ${on(-11)}, between ${at(-11)} and ${at(75)}, uploads larger than one gigabyte were cut off. The cause was a configuration change: a proxy got a limit that was meant for another one. The limit was lifted at ${at(75)}, and uploads have succeeded since. We are sorry for what this has cost you.`
