import * as autograd from "@rewind/autograd";
import * as nn from "@rewind/nn";
import * as optim from "@rewind/optim";
import * as rnn from "@rewind/rnn";
import * as viz from "@rewind/viz";
import { exercise } from "./exercise.mjs";

console.log(JSON.stringify(exercise(autograd, nn, optim, rnn, viz)));
