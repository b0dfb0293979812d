// Eight floats that go through the processor together: the renderer works on eight rays at a time.
global using Lane = System.Runtime.Intrinsics.Vector256<float>;
