// What mrkdwn text means, before anything is drawn.

/** A run within a line. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | {
      readonly kind: 'bold' | 'italic' | 'strike';
      readonly children: readonly Inline[];
    }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  | { readonly kind: 'user' | 'channel' | 'group'; readonly id: string; readonly label?: string }
  | { readonly kind: 'broadcast'; readonly range: string }
  | {
      readonly kind: 'date';
      readonly atMs: number;
      readonly format: string;
      readonly fallback: string;
      readonly url?: string;
    };

export interface Bullet {
  /** 0 for the outermost. */
  readonly depth: number;
  readonly children: readonly Inline[];
}

/** A run of lines. */
export type Chunk =
  | { readonly kind: 'lines'; readonly children: readonly Inline[] }
  | { readonly kind: 'quote'; readonly children: readonly Inline[] }
  | { readonly kind: 'bullets'; readonly items: readonly Bullet[] }
  | { readonly kind: 'preformatted'; readonly text: string };
