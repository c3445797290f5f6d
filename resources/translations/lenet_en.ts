<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>DigitDetails</name>
    <message numerus="yes">
        <source>%Ln digit(s) selected</source>
        <translation>
            <numerusform>%Ln digit selected</numerusform>
            <numerusform>%Ln digits selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DrawingStore</name>
    <message numerus="yes">
        <source>{fault} %Ln damaged line(s) moved to {file}.</source>
        <translation>
            <numerusform>{fault} %Ln damaged line moved to {file}.</numerusform>
            <numerusform>{fault} %Ln damaged lines moved to {file}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FineTuningCard</name>
    <message numerus="yes">
        <source>%Ln digit(s) it learned from</source>
        <translation>
            <numerusform>%Ln digit it learned from</numerusform>
            <numerusform>%Ln digits it learned from</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln digit(s) it has not seen</source>
        <translation>
            <numerusform>%Ln digit it has not seen</numerusform>
            <numerusform>%Ln digits it has not seen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MisfitNote</name>
    <message numerus="yes">
        <source>%Ln minus sign(s)</source>
        <translation>
            <numerusform>%Ln minus sign</numerusform>
            <numerusform>%Ln minus signs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln point(s)</source>
        <translation>
            <numerusform>%Ln point</numerusform>
            <numerusform>%Ln points</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln mark(s), not a digit</source>
        <translation>
            <numerusform>%Ln mark, not a digit</numerusform>
            <numerusform>%Ln marks, not a digit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MyDigits</name>
    <message numerus="yes">
        <source>%Ln unsure digit(s) left out: click to label.</source>
        <translation>
            <numerusform>%Ln unsure digit left out: click to label.</numerusform>
            <numerusform>%Ln unsure digits left out: click to label.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln digit(s) added to My Digits.</source>
        <translation>
            <numerusform>%Ln digit added to My Digits.</numerusform>
            <numerusform>%Ln digits added to My Digits.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Label of %Ln digit(s) changed to {digit}.</source>
        <translation>
            <numerusform>Label of %Ln digit changed to {digit}.</numerusform>
            <numerusform>Label of %Ln digits changed to {digit}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln digit(s) deleted from My Digits.</source>
        <translation>
            <numerusform>%Ln digit deleted from My Digits.</numerusform>
            <numerusform>%Ln digits deleted from My Digits.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) left out. {fault}</source>
        <translation>
            <numerusform>%Ln line left out. {fault}</numerusform>
            <numerusform>%Ln lines left out. {fault}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PictureBar</name>
    <message numerus="yes">
        <source>%Ln digit(s) found</source>
        <translation>
            <numerusform>%Ln digit found</numerusform>
            <numerusform>%Ln digits found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PictureDialog</name>
    <message numerus="yes">
        <source>%Ln digit(s) found</source>
        <translation>
            <numerusform>%Ln digit found</numerusform>
            <numerusform>%Ln digits found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunFolders</name>
    <message numerus="yes">
        <source>%Ln run(s) deleted.</source>
        <translation>
            <numerusform>%Ln run deleted.</numerusform>
            <numerusform>%Ln runs deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s) restored.</source>
        <translation>
            <numerusform>%Ln run restored.</numerusform>
            <numerusform>%Ln runs restored.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s) copied.</source>
        <translation>
            <numerusform>%Ln run copied.</numerusform>
            <numerusform>%Ln runs copied.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunsPanel</name>
    <message numerus="yes">
        <source>%Ln run(s) selected; the curves of {most} are shown.</source>
        <translation>
            <numerusform>%Ln run selected; the curves of {most} are shown.</numerusform>
            <numerusform>%Ln runs selected; the curves of {most} are shown.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s) selected.</source>
        <translation>
            <numerusform>%Ln run selected.</numerusform>
            <numerusform>%Ln runs selected.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Names</name>
    <message numerus="yes">
        <source>CPU, %n core(s)</source>
        <translation>
            <numerusform>CPU, %n core</numerusform>
            <numerusform>CPU, %n cores</numerusform>
        </translation>
    </message>
</context>
</TS>
