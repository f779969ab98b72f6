/** What travels between the kernel and this page (464.5(4)); the Python side is workbench/wire/purpose.py. */

export type Realm = 'live' | 'training';

export interface Purpose {
  purpose_id: string;
  category: string;
  case_number: string;
  realm: Realm;
  declared_at: string;
  expires_at: string;
  record: number;
}

export interface Category {
  value: string;
  label: string;
  section: string;
}

export interface Me {
  username: string;
  organisation: string;
  operations: string[];
  /** The store that a new purpose would open. */
  realm: Realm;
  trained: boolean;
  /** One sentence on training, for the person to read. */
  standing: string;
  isolation_enforced: boolean;
  /** The agency's, as an IANA name. */
  time_zone: string;
  prompt: string;
  /** What is shown where a purpose declared elsewhere is gone on with. */
  go_on_prompt: string;
  categories: Category[];
}

export interface Problem {
  title: string;
  how: string;
  section: string;
  /** What is wrong, by the name of the field. */
  fields: Record<string, string>;
}

export interface Draft {
  category: string;
  case_number: string;
  narrative: string;
  why_this_plate: string;
  prompt: string;
  realm?: Realm;
}

export type Field = 'category' | 'case_number' | 'narrative' | 'why_this_plate';

export type FromKernel =
  | {
      type: 'state';
      declared: boolean;
      purpose: Purpose | null;
      /** What the person declared in other notebooks and still stands; the last one first. */
      standing: Purpose[];
      me: Me | null;
      error: Problem | null;
    }
  | { type: 'rejected'; problem: Problem };

export type ToKernel =
  | { type: 'declare'; draft: Draft }
  /** `prompt` is the wording that the person was shown and pressed. */
  | { type: 'go_on'; purpose_id: string; prompt: string }
  | { type: 'end' }
  | { type: 'refresh' };

/** Most characters that a field can travel with. */
export const LONGEST: Record<Exclude<Field, 'category'>, number> = {
  case_number: 40,
  narrative: 2000,
  why_this_plate: 2000
};

/** The message in a comm's data, or null when it is none of ours. */
export function read(data: unknown): FromKernel | null {
  const message = data as Partial<FromKernel> | null;
  if (message?.type === 'state' && 'declared' in message) {
    return message as FromKernel;
  }
  if (message?.type === 'rejected' && message.problem) {
    return message as FromKernel;
  }
  return null;
}

/** The label of a category, or its bare value when the list doesn't hold it. */
export function label(me: Me | null, category: string): string {
  return me?.categories.find(choice => choice.value === category)?.label ?? category;
}
