/** How long a purpose still stands, in words. */

/** Minutes before the end from which the person is warned. */
export const WARN_MINUTES = 5;

/** Whole minutes until a time, rounded up; 0 once it has passed. */
export function minutesUntil(time: string, now = Date.now()): number {
  const left = Date.parse(time) - now;
  return Number.isNaN(left) ? 0 : Math.max(0, Math.ceil(left / 60_000));
}

/** `1 h 05 min left`, `27 min left` or `ended`. */
export function inWords(minutes: number): string {
  if (minutes <= 0) {
    return 'ended';
  }
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return hours ? `${hours} h ${String(rest).padStart(2, '0')} min left` : `${rest} min left`;
}

/** The time of day as the panels tell it, in the agency's zone and with its name: `20:09 PST`. */
export function timeOfDay(time: string, zone: string): string {
  const told = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone, timeZoneName: 'short' } as const;
  return new Date(time).toLocaleTimeString('en-US', told);
}

/** `declared just now`, `declared 12 min ago` or `declared 1 h 05 min ago`. */
export function declaredAgo(time: string, now = Date.now()): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(time)) / 60_000));
  return minutes ? `declared ${inWords(minutes).replace(' left', ' ago')}` : 'declared just now';
}
