/** Why a step cannot be replayed, thrown from inside it. @internal */
export class Refusal extends Error {}
